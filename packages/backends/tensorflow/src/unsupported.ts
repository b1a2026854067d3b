/** Why no installation can work on this machine; undefined when one can. */
export function unsupported(platform: string = process.platform, arch: string = process.arch): string | undefined {
  if (platform !== 'linux') return `TensorFlow is packaged for Linux only, and this is ${platform}`;
  if (arch !== 'x64' && arch !== 'arm64') return `TensorFlow needs an x64 or arm64 processor, and this is ${arch}`;
  return undefined;
}
