// WebGPU as we use it. Dawn and browsers describe theirs by different versions of its types, so ours are narrow.

/** What an adapter says of itself; a page may leave any of it empty. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

export interface Adapter {
  readonly info?: AdapterInfo;
  readonly limits: object;
  requestDevice(descriptor: { readonly requiredLimits: Readonly<Record<string, number>> }): Promise<Device>;
}

export interface Device {
  /** Kept when the device is gone: destroyed by us, or taken away. */
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  addEventListener(type: 'uncapturederror', listener: (event: { readonly error: { message: string } }) => void): void;
  destroy(): void;
}

export interface Gpu {
  requestAdapter(options: Pick<AdapterRequest, 'powerPreference'>): Promise<Adapter | null>;
}

/** Which adapter is wanted. */
export interface AdapterRequest {
  /** Part of its name, in any case. */
  readonly adapter?: string | undefined;
  readonly powerPreference: 'high-performance' | 'low-power';
}

/** An adapter, and the object that has to outlive all work on it. */
export interface Found {
  readonly gpu: Gpu;
  readonly adapter: Adapter;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;

/** The most telling name that an adapter gives itself. */
export function nameOf(info: Partial<AdapterInfo> = {}): string {
  const { vendor, architecture, device, description } = info;
  return description || [vendor, architecture, device].filter(Boolean).join(' ') || 'an unnamed adapter';
}

/** Whether the GPU is emulated in software. */
export function isSoftware(info: Partial<AdapterInfo> = {}): boolean {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  return isFallbackAdapter === true || SOFTWARE.test([vendor, architecture, device, description].join(' '));
}
