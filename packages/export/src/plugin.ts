import { definePlugin } from '@attgan/core';
import { folderExporter } from './folder-exporter.ts';
import { exporterKind } from './kind.ts';
import { onnxExporter } from './onnx/onnx-exporter.ts';
import { pthExporter } from './pytorch/pth-exporter.ts';
import { safetensorsExporter } from './pytorch/safetensors-exporter.ts';
import { mlserverExporter } from './serving/mlserver-exporter.ts';
import { tritonExporter } from './serving/triton-exporter.ts';

/** The formats that come along, and their kind. */
export default definePlugin({
  name: '@attgan/export',
  kinds: [exporterKind],
  provides: [folderExporter, onnxExporter, safetensorsExporter, pthExporter, mlserverExporter, tritonExporter],
});
