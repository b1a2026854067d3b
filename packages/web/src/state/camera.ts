/** Whether this device has a camera that a page may ask for. */
export async function hasCamera(): Promise<boolean> {
  // Absent on pages that are neither on https nor on this machine, and in old browsers.
  if (!('mediaDevices' in navigator)) return false;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.some(({ kind }) => kind === 'videoinput');
}

/** What the camera shows now, as a photo of its full size without loss. */
export async function takePhoto(video: HTMLVideoElement): Promise<File> {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'camera.png', { type: 'image/png' });
}
