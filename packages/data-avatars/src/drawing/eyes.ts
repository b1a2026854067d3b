import { hex } from '../colours.ts';
import { mirrored, type Palette, type Portrait } from './portrait.ts';

const EYE_Y = 316;
const BROW_Y = 266;

/** Eyes; lashes when not Male. */
export function drawEyes({ labels, person }: Portrait, { skinLine }: Palette): string {
  const { eyeWidth: w, eyeHeight: h, eyeDistance } = person;
  const x = 200 + eyeDistance;
  const lid = `M${x - w} ${EYE_Y + 3}C${x - w * 0.6} ${EYE_Y - h * 1.25} ${x + w * 0.6} ${EYE_Y - h * 1.25} ${x + w} ${EYE_Y - 1}`;
  const white = `${lid}C${x + w * 0.6} ${EYE_Y + h} ${x - w * 0.6} ${EYE_Y + h} ${x - w} ${EYE_Y + 3}Z`;
  const lashes = labels.Male
    ? `<path fill="none" stroke="${skinLine}" stroke-width="6" stroke-linecap="round" d="${lid}"/>`
    : `<path fill="none" stroke="#1d1418" stroke-width="10" stroke-linecap="round" d="${lid}l16 -10M${x + w * 0.72} ${EYE_Y - h * 0.5}l15 -15"/>`;
  return mirrored(
    `<path fill="#fff" stroke="${skinLine}" stroke-width="4" d="${white}"/>
    <circle cx="${x}" cy="${EYE_Y - 1}" r="${h * 0.72}" fill="${hex(person.iris)}"/>
    <circle cx="${x}" cy="${EYE_Y - 1}" r="${h * 0.36}" fill="#16100f"/>${lashes}`,
  );
}

/** Eyebrows in the colour of the hair: thin, or more than twice as thick when bushy. */
export function drawBrows({ labels, person }: Portrait, { hair, hairLine }: Palette): string {
  const x = 200 + person.eyeDistance;
  const path = labels.Bushy_Eyebrows
    ? `M${x - 46} ${BROW_Y + 8}C${x - 40} ${BROW_Y - 24} ${x + 20} ${BROW_Y - 36} ${x + 50} ${BROW_Y + 2}C${x + 36} ${BROW_Y + 8} ${x + 10} ${BROW_Y + 2} ${x - 36} ${BROW_Y + 18}Z`
    : `M${x - 40} ${BROW_Y + 6}C${x - 20} ${BROW_Y - 10} ${x + 16} ${BROW_Y - 14} ${x + 42} ${BROW_Y + 4}C${x + 14} ${BROW_Y - 3} ${x - 16} ${BROW_Y} ${x - 38} ${BROW_Y + 12}Z`;
  return mirrored(
    `<path transform="rotate(${-person.browAngle} ${x} ${BROW_Y})" fill="${hair}" stroke="${hairLine}" stroke-width="4" stroke-linejoin="round" d="${path}"/>`,
  );
}

/** One pair of thick round glasses with slightly tinted lenses. */
export function drawGlasses({ labels, person }: Portrait): string {
  if (!labels.Eyeglasses) return '';
  const frame = 'stroke="#1f2a44" stroke-width="11"';
  const edge = 200 + 150 * (0.8 + 0.2 * person.fatness);
  return `${mirrored(
    `<rect x="213" y="272" width="100" height="88" rx="38" fill="#bfe3ff" fill-opacity="0.38" ${frame}/>
    <path fill="none" ${frame} stroke-linecap="round" d="M313 304L${edge} 300"/>`,
  )}<path fill="none" ${frame} d="M187 306C192 296 208 296 213 306"/>`;
}
