/** `faces.onnx` → `faces.encoder.onnx`. */
export function pathOfPart(file: string, part: 'encoder' | 'decoder'): string {
  return file.replace(/\.onnx$/, `.${part}.onnx`);
}
