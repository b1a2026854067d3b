export * from './atomic.ts';
export { DTYPES, type Dtype } from './dtype.ts';
export { fileError } from './file-error.ts';
export { bfloat16sToFloats, floatToHalf, halfToFloat, halvesToFloats } from './half.ts';
export * from './publish-folder.ts';
export * from './read-safetensors.ts';
export { isTemporary, release, removeLeftovers, temporaryBeside } from './temporary.ts';
export * from './write-safetensors.ts';
