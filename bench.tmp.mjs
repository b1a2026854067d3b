import { wasmBackend } from '@attgan/backend-wasm';
import { openEditor } from '@attgan/editor';
import { openPhoto, faceApi, readPhoto } from '@attgan/photos';
import { createRegistry } from '@attgan/core';
import nets from '@attgan/nets';
import { openClassifier } from '@attgan/classifier';
import sharp from 'sharp';
import * as tf from '@tensorflow/tfjs-core';
await wasmBackend.open({});
const src='packages/photos/assets/astronaut.png';
const big=await sharp(src).resize(2400).png().toBuffer();
const small=await sharp(src).extract({left:90,top:0,width:260,height:300}).flop().resize(1300).png().toBuffer();
await sharp({create:{width:3000,height:4000,channels:3,background:'#7a8a99'}}).composite([{input:big,left:300,top:100},{input:small,left:850,top:2500}]).jpeg({quality:92}).toFile('/tmp/two.jpg');
const editor = await openEditor('models/faces-128', { generator: createRegistry('generator',[nets]).get, critic: createRegistry('critic',[nets]).get, reader: () => openClassifier('models/classifier-celeba-64') });
const photo = (await readPhoto('/tmp/two.jpg')).picture;
let t=performance.now();
const det = await faceApi.open({}); const found = await det.find(photo);
console.log('find', found.length, Math.round(performance.now()-t));
t=performance.now(); const open = await openPhoto(editor, photo, found); console.log('open', Math.round(performance.now()-t));
console.log(open.faces.map((f,i)=>JSON.stringify(open.areaOf(i))));
for (const n of ['Young','Eyeglasses','Bald']) {
 await open.change(0,{changes:[{attribute:n,value:.5}]});
 t=performance.now(); for (let i=0;i<10;i++) await open.change(0,{changes:[{attribute:n,value:i/10}], rivals:'fade'}); console.log(n,'change', Math.round((performance.now()-t)/10));
 t=performance.now(); for (let i=0;i<5;i++) open.compose(open.areaOf(0)); console.log('compose', Math.round((performance.now()-t)/5));
}
const prof = await tf.profile(() => open.change(0,{changes:[{attribute:'Young',value:.3}]}));
const by = {}; for (const k of prof.kernels) { const ms = await Promise.resolve(k.kernelTimeMs); const e = by[k.name] ??= [0,0]; e[0]++; e[1]+= typeof ms === 'number'? ms : 0; }
console.log(Object.entries(by).sort((a,b)=>b[1][1]-a[1][1]).map(([k,[n,ms]])=>`${k} ${n}x ${ms.toFixed(1)}`).join('\n'));
