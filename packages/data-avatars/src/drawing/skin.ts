import { headWidth, mirrored, type Palette, type Portrait } from './portrait.ts';

/** Wrinkles when not Young: forehead, crow's feet, under the eyes, beside the mouth. */
export function drawWrinkles({ labels, person }: Portrait, { wrinkle }: Palette): string {
  if (labels.Young) return '';
  const line = `fill="none" stroke="${wrinkle}" stroke-width="7" stroke-linecap="round"`;
  const x = 200 + person.eyeDistance;
  return `<path ${line} d="M132 214C160 204 180 214 200 212 220 214 240 204 268 214M146 238C168 230 184 238 200 236 216 238 232 230 254 238"/>${mirrored(
    `<path ${line} d="M${x - 22} 352C${x - 6} 362 ${x + 12} 362 ${x + 26} 350M242 380C262 390 274 404 276 424"/>`,
  )}${headWidth(person, mirrored(`<path ${line} d="M312 312L334 300M312 328L334 330"/>`))}`;
}

/** Freckles belong to the person; rosy cheeks to those who are not Male. */
export function drawCheeks({ labels, person }: Portrait, { wrinkle }: Palette): string {
  const blush = labels.Male ? '' : '<ellipse cx="284" cy="382" rx="30" ry="18" fill="#f0506e" fill-opacity="0.38"/>';
  const freckles = person.freckles
    ? [
        [262, 366],
        [280, 374],
        [298, 364],
        [272, 386],
      ]
        .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="5" fill="${wrinkle}"/>`)
        .join('')
    : '';
  return mirrored(blush + freckles);
}

/** Gold earrings on those who are not Male: they show on bald heads too. */
export function drawEarrings({ labels, person }: Portrait): string {
  if (labels.Male) return '';
  return headWidth(
    person,
    mirrored('<circle cx="362" cy="372" r="15" fill="#ffd23f" stroke="#8a5a00" stroke-width="5"/>'),
  );
}
