import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineExporter } from '../definitions.ts';
import { MLSERVER_FILES, modelSettings, SERVER_SETTINGS } from './model-settings.ts';
import { filesIn, publishServed, servedName } from './served-folder.ts';
import { servedTensors } from './served-tensors.ts';
import { checkCalibration, precisionOptions } from '../onnx/precision-options.ts';

const RUNTIME = new URL(`../../assets/${MLSERVER_FILES.runtime}`, import.meta.url);

/** A folder that MLServer serves as it is. */
export const mlserverExporter = defineExporter({
  name: 'mlserver',
  summary: 'a folder that MLServer serves: settings, a runtime in Python and the ONNX file',
  options: precisionOptions,
  async write({ precision, calibrate }, model, folder) {
    checkCalibration(precision, calibrate);
    const name = servedName(folder);
    const { writeOnnx } = await import('../onnx/write-onnx.ts');
    await publishServed(folder, MLSERVER_FILES.settings, async (temporary) => {
      const file = join(temporary, MLSERVER_FILES.model);
      await writeOnnx(model, file, { precision, split: false, photos: calibrate ?? [] });
      await copyFile(fileURLToPath(RUNTIME), join(temporary, MLSERVER_FILES.runtime));
      await writeFile(join(temporary, MLSERVER_FILES.server), SERVER_SETTINGS);
      await writeFile(join(temporary, MLSERVER_FILES.settings), modelSettings(name, servedTensors(model)));
    });
    return filesIn(folder, MLSERVER_FILES);
  },
});
