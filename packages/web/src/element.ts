import { mount, unmount } from 'svelte';
import App from './App.svelte';
import { modelAt } from './site.ts';
import './styles.css';

// `<attgan-editor model="models/faces-64">`: the editor as an element of any page. Built into `editor.js`.

/** Style sheets of the editor, from this file; put in when the site is built. */
const STYLES = '__STYLES__'.split(',');

class AttganEditor extends HTMLElement {
  static readonly observedAttributes = ['model', 'editing'];
  readonly #root = this.attachShadow({ mode: 'open' });
  #remove: (() => void) | undefined;
  #changed = false;

  connectedCallback(): void {
    this.#change();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(): void {
    this.#change();
  }

  /** Opens once what several attributes say that are set in turn. */
  #change(): void {
    if (this.#changed) return;
    this.#changed = true;
    queueMicrotask(() => {
      this.#changed = false;
      this.#close();
      if (this.isConnected) this.#open();
    });
  }

  #open(): void {
    const model = this.getAttribute('model');
    if (model === null) return;
    const target = document.createElement('div');
    target.className = 'editor';
    const styles = STYLES.map((file) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = new URL(file, import.meta.url).href;
      return link;
    });
    this.#root.replaceChildren(...styles, target);
    const app = mount(App, {
      target,
      props: { readSite: async () => modelAt(model, this.getAttribute('editing')), place: this },
    });
    this.#remove = () => void unmount(app);
  }

  #close(): void {
    this.#remove?.();
    this.#remove = undefined;
    this.#root.replaceChildren();
  }
}

customElements.define('attgan-editor', AttganEditor);
