// What a page may use: everything here is about bytes in memory. `index.ts` adds what needs files.
export { DTYPES, type Dtype } from './dtype.ts';
export { fileOfFormat } from './file-of-format.ts';
export { bfloat16sToFloats, floatToHalf, halfToFloat, halvesToFloats } from './half.ts';
export * from './importing/importer.ts';
export { MODEL_FORMAT, type LabelReaderName, type ModelCard, type ModelFile, type NamedOptions } from './model-card.ts';
export { parseJson } from './parse-json.ts';
export * from './parse-model.ts';
export * from './parse-safetensors.ts';
export * from './parse-tfjs-weights.ts';
export { sha256OfBytes } from './sha256-of-bytes.ts';
