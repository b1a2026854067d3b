import { existsSync } from 'node:fs';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium of this machine, for what is tested in a page. `CHROMIUM` names another, or `none`. Never downloads one. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  return (named ? [named] : USUAL).find(existsSync);
}

/** The Vulkan driver that Debian's Chromium brings: a GPU in software, so that WebGPU is tested where there is none. */
export function findSoftwareDriver(): string | undefined {
  return ['/usr/lib/chromium/vk_swiftshader_icd.json'].find(existsSync);
}
