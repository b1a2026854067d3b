export * from './contact-sheet.ts';
export * from './encode-picture.ts';
export { lineChart, type LineChart, type Point, type Series } from './line-chart.ts';
export { loadPicture } from './load-picture.ts';
export * from './page.ts';
export { overPixelLimit, pixelLimit } from './pixel-limit.ts';
export { renderSvg } from './render-svg.ts';
