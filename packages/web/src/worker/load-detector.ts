import { createFaceApiFrom, faceApiOptions, type Detector, type FaceApiFiles } from '@attgan/photos';
import landmarkManifest from '@vladmandic/face-api/model/face_landmark_68_model-weights_manifest.json?url';
import landmarkWeights from '@vladmandic/face-api/model/face_landmark_68_model.bin?url';
import ssdManifest from '@vladmandic/face-api/model/ssd_mobilenetv1_model-weights_manifest.json?url';
import ssdWeights from '@vladmandic/face-api/model/ssd_mobilenetv1_model.bin?url';
import { loadBytes, loadText } from './load-bytes.ts';

/** Loads the detector that the command line uses, from the site. @throws AttganError when a file is missing or damaged */
export async function loadDetector(onShare: (share: number) => void): Promise<Detector> {
  const [boxes, landmarks] = await Promise.all([
    filesOf(ssdManifest, ssdWeights, onShare),
    filesOf(landmarkManifest, landmarkWeights),
  ]);
  return createFaceApiFrom(boxes, landmarks, faceApiOptions.parse({}));
}

async function filesOf(manifest: string, weights: string, onShare?: (share: number) => void): Promise<FaceApiFiles> {
  const absolute = (url: string): string => new URL(url, import.meta.url).href;
  const [text, bytes] = await Promise.all([loadText(absolute(manifest)), loadBytes(absolute(weights), onShare)]);
  return { manifest: text, weights: bytes };
}
