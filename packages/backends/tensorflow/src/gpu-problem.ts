import { readFile } from 'node:fs/promises';

/** The oldest driver that runs CUDA 12, by its minor version compatibility. */
const OLDEST_DRIVER = '525.60.13';

/** Where NVIDIA's driver for Linux says its version. */
const DRIVER_VERSION_FILE = '/proc/driver/nvidia/version';

/**
 * Why TensorFlow found no GPU, as far as the machine shows, in one sentence.
 * @param report what the driver says of itself; undefined where no driver is loaded
 * @param visible CUDA_VISIBLE_DEVICES
 */
export function gpuProblem(report: string | undefined, visible: string | undefined): string {
  if (report === undefined) {
    return `no NVIDIA driver is loaded (${DRIVER_VERSION_FILE} does not exist)`;
  }
  const driver = /Kernel Module.*?\s(\d+(?:\.\d+)+)/.exec(report)?.[1];
  if (driver !== undefined && older(driver, OLDEST_DRIVER)) {
    return `the NVIDIA driver ${driver} is too old: CUDA 12 needs ${OLDEST_DRIVER} or newer`;
  }
  const which = visible === undefined ? '' : `; CUDA_VISIBLE_DEVICES is ${visible}`;
  return `the NVIDIA driver${driver === undefined ? '' : ` ${driver}`} is loaded, so see what \`nvidia-smi\` lists, and TF_CPP_MIN_LOG_LEVEL=0 for TensorFlow’s reasons${which}`;
}

/** `gpuProblem` of this machine. */
export async function gpuProblemHere(): Promise<string> {
  const report = await readFile(DRIVER_VERSION_FILE, 'utf8').catch(() => undefined);
  return gpuProblem(report, process.env['CUDA_VISIBLE_DEVICES']);
}

function older(version: string, than: string): boolean {
  const [ours, theirs] = [version, than].map((each) => each.split('.').map(Number)) as [number[], number[]];
  const index = theirs.findIndex((part, at) => part !== (ours[at] ?? 0));
  return index >= 0 && (ours[index] ?? 0) < (theirs[index] as number);
}
