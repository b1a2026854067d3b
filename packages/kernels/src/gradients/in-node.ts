// In Node, `@tensorflow/tfjs-core` registers no gradients by itself; the union package does, and shares the one engine.
import '@tensorflow/tfjs';
