import { headWidth, type Palette, type Portrait } from './portrait.ts';

/** One full beard from ear to ear that leaves the mouth free. The caller clips it to the head. */
export function drawBeard({ labels, person }: Portrait, { hair, hairLine }: Palette): string {
  if (labels.No_Beard) return '';
  return headWidth(
    person,
    `<path fill="${hair}" stroke="${hairLine}" stroke-width="5" stroke-linejoin="round" d="M30 306L66 306C70 360 92 398 128 408
      132 452 160 482 200 482 240 482 268 452 272 408 308 398 330 360 334 306L370 306L370 540L30 540Z"/>`,
  );
}

/** One mustache, between nose and mouth. */
export function drawMustache({ labels }: Portrait, { hair, hairLine }: Palette): string {
  if (!labels.Mustache) return '';
  return `<path fill="${hair}" stroke="${hairLine}" stroke-width="5" stroke-linejoin="round" d="M200 404C186 386 150 388 132 410
    124 420 112 422 104 416 108 438 140 440 166 430 182 426 192 422 200 416 208 422 218 426 234 430 260 440 292 438 296 416
    288 422 276 420 268 410 250 388 214 386 200 404Z"/>`;
}
