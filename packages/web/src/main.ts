import { mount } from 'svelte';
import App from './App.svelte';
import { readSite } from './site.ts';
import './styles.css';

const target = document.getElementById('app');
if (target !== null) mount(App, { target, props: { readSite } });

// Pages of files, and those that are not on https or on this machine, have none.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register(new URL('sw.js', document.baseURI)).catch(() => undefined);
}
