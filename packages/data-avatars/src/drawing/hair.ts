import { headWidth, mirrored, type Palette, type Portrait } from './portrait.ts';

const GREY = '#cfd0d6';

/** Long hair behind the head: only where not Male and not Bald. */
export function drawBackHair({ labels, person }: Portrait, { hair, hairLine }: Palette): string {
  if (labels.Bald || labels.Male) return '';
  return headWidth(
    person,
    `<path fill="${hair}" stroke="${hairLine}" stroke-width="5" d="M200 62C80 62 18 150 16 300 15 380 8 450 -6 540
      L406 540C392 450 385 380 384 300 382 150 320 62 200 62Z"/>`,
  );
}

const SHORT = `M46 304C26 150 84 62 200 62 316 62 374 150 354 304L338 304C338 262 330 232 314 206
  284 196 176 204 122 158 112 188 84 212 76 236 66 260 62 280 62 304Z`;
const LONG = `M42 330C20 150 84 58 200 58 316 58 380 150 358 330 350 340 340 340 336 330
  338 262 322 190 246 134 216 188 112 204 80 262 68 288 66 310 64 330 60 340 50 340 42 330Z`;
const FRINGE = `M58 236C58 150 110 100 200 100 290 100 342 150 342 236L318 226 296 240 272 228 248 242 224 230
  200 243 176 230 152 242 128 228 104 240 82 226Z`;
const SHORT_TEMPLE = `M354 304L338 304C338 270 332 240 320 216L344 196C358 230 358 270 354 304Z`;
const LONG_TEMPLE = `M358 330C350 340 340 340 336 330 335 280 322 240 296 204L330 168C356 210 364 270 358 330Z`;

/** Hair on the head by (Male, Bangs) and nothing else; grey temples when not Young; a shine on a bald head. */
export function drawHair({ labels, person }: Portrait, { hair, hairLine }: Palette): string {
  if (labels.Bald) {
    return headWidth(
      person,
      `<path fill="#fff" fill-opacity="0.55" d="M118 168C134 138 160 124 190 122 170 134 146 152 132 178 124 184 114 178 118 168Z"/>`,
    );
  }
  const temple = labels.Young ? '' : mirrored(`<path fill="${GREY}" d="${labels.Male ? SHORT_TEMPLE : LONG_TEMPLE}"/>`);
  const fringe = labels.Bangs
    ? `<path fill="${hair}" stroke="${hairLine}" stroke-width="5" stroke-linejoin="round" d="${FRINGE}"/>`
    : '';
  const cap = labels.Male ? SHORT : LONG;
  const line = `stroke="${hairLine}" stroke-width="5" stroke-linejoin="round"`;
  return headWidth(person, `<path fill="${hair}" d="${cap}"/>${temple}<path fill="none" ${line} d="${cap}"/>${fringe}`);
}
