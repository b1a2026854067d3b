import { headWidth, type Palette, type Portrait } from './portrait.ts';

/** One full beard from ear to ear that leaves the mouth free. The caller clips it to the head. */
export function drawBeard({ labels, person }: Portrait, { hair, hairLine }: Palette): string {
  if (labels.No_Beard) return '';
  return headWidth(
    person,
    `<path fill="${hair}" stroke="${hairLine}" stroke-width="5" stroke-linejoin="round" d="M30 306L66 306C70 360 92 398 128 408
      132 448 160 478 200 478 240 478 268 448 272 408 308 398 330 360 334 306L370 306L370 540L30 540Z"/>`,
  );
}

/** One mustache, between nose and mouth. */
export function drawMustache({ labels }: Portrait, { hair, hairLine }: Palette): string {
  if (!labels.Mustache) return '';
  return `<path fill="${hair}" stroke="${hairLine}" stroke-width="5" stroke-linejoin="round" d="M200 400C184 384 150 388 134 410
    126 422 114 426 106 420 110 442 142 446 166 436 182 430 194 424 200 420 206 424 218 430 234 436 258 446 290 442 294 420
    286 426 274 422 266 410 250 388 216 384 200 400Z"/>`;
}
