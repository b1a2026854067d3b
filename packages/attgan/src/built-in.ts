import tensorflow from '@attgan/backend-tensorflow';
import wasm from '@attgan/backend-wasm';
import webgpu from '@attgan/backend-webgpu';
import type { Plugin } from '@attgan/core';
import avatars from '@attgan/data-avatars';
import celeba from '@attgan/data-celeba';
import folder from '@attgan/data-folder';
import { metrics } from '@attgan/eval';
import methods from '@attgan/methods';
import nets from '@attgan/nets';
import training from '@attgan/training';

/** The plugins that need no naming. */
export const BUILT_IN: readonly Plugin[] = [methods, nets, training, celeba, folder, avatars, metrics, tensorflow, wasm, webgpu];
