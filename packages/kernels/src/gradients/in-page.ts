// What `in-node.ts` does, without the layers, data sources and converters of the union package; package.json's "imports" chooses.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
