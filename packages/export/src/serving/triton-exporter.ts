import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defineExporter } from '../definitions.ts';
import { filesIn, publishServed, servedName } from './served-folder.ts';
import { servedTensors } from './served-tensors.ts';
import { checkCalibration, precisionOptions } from '../onnx/precision-options.ts';
import { TRITON_FILES, tritonConfig } from './triton-config.ts';

/** A folder of a model repository of Triton. */
export const tritonExporter = defineExporter({
  name: 'triton',
  summary: 'a folder that Triton, and with it KServe, serves: config.pbtxt and the ONNX file',
  options: precisionOptions,
  async write({ precision, calibrate }, model, folder) {
    checkCalibration(precision, calibrate);
    const name = servedName(folder);
    const { writeOnnx } = await import('../onnx/write-onnx.ts');
    await publishServed(folder, TRITON_FILES.config, async (temporary) => {
      const file = join(temporary, TRITON_FILES.model);
      await mkdir(dirname(file));
      await writeOnnx(model, file, { precision, split: false, photos: calibrate ?? [] });
      await writeFile(join(temporary, TRITON_FILES.config), tritonConfig(name, servedTensors(model)));
    });
    return filesIn(folder, TRITON_FILES);
  },
});
