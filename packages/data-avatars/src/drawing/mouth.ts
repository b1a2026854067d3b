import type { Palette, Portrait } from './portrait.ts';

const Y = 445;

/** The mouth, closed or open with teeth and tongue; lips are full and red when not Male. */
export function drawMouth({ labels, person }: Portrait, { lip }: Palette): string {
  const w = person.mouthWidth;
  const [left, right] = [200 - w, 200 + w];
  const line = `stroke="${lip}" stroke-width="${labels.Male ? 9 : 13}" stroke-linejoin="round" stroke-linecap="round"`;
  if (labels.Mouth_Slightly_Open) {
    const open = `M${left} ${Y - 14}C${left + 20} ${Y - 20} ${right - 20} ${Y - 20} ${right} ${Y - 14}C${right - 6} ${Y + 45} ${left + 6} ${Y + 45} ${left} ${Y - 14}Z`;
    return `<path fill="#5c1420" d="${open}"/>
      <path fill="#fff" d="M${left + 5} ${Y - 12}C${left + 24} ${Y - 17} ${right - 24} ${Y - 17} ${right - 5} ${Y - 12}L${right - 10} ${Y + 3}L${left + 10} ${Y + 3}Z"/>
      <ellipse cx="200" cy="${Y + 20}" rx="${w * 0.45}" ry="10" fill="#ee7383"/>
      <path fill="none" ${line} d="${open}"/>`;
  }
  if (labels.Male) {
    return `<path fill="none" ${line} d="M${left} ${Y - 4}C${left + 24} ${Y + 14} ${right - 24} ${Y + 14} ${right} ${Y - 4}"/>`;
  }
  return `<path fill="${lip}" stroke="${lip}" stroke-width="4" stroke-linejoin="round" d="M${left + 4} ${Y - 3}C${left + 26} ${Y - 16} 190 ${Y - 18} 200 ${Y - 10}C210 ${Y - 18} ${right - 26} ${Y - 16} ${right - 4} ${Y - 3}C${right - 26} ${Y + 22} ${left + 26} ${Y + 22} ${left + 4} ${Y - 3}Z"/>
    <path fill="none" stroke="#86162c" stroke-width="5" stroke-linecap="round" d="M${left + 6} ${Y - 3}C${left + 30} ${Y + 5} ${right - 30} ${Y + 5} ${right - 6} ${Y - 3}"/>`;
}
