import { firstSample, type Sample } from '../samples.ts';
import type { Site } from '../site.ts';
import { strings } from '../strings.ts';
import { connectWorker, WorkerError } from '../worker/connect-worker.ts';
import type {
  EditingPrecision,
  EditorWorker,
  FaceChanges,
  FaceInfo,
  Opened,
  PhotoInfo,
  SheetTile,
  WorkerEvents,
} from '../worker/protocol.ts';
import { copyLink } from './copy-link.ts';
import { begin, record, redo, undo, type History } from './history.ts';
import { linkOf, parseLink } from './link.ts';
import { changesOf, moveSlider, shownLook, untouched, type Look } from './look.ts';
import { newestFirst } from './newest-first.ts';
import { namedLook, type Preset } from './presets.ts';
import { randomLook } from './random-look.ts';
import { saveFile } from './save-file.ts';

/** What can be undone. */
interface Step {
  readonly looks: readonly Look[];
  readonly strength: number;
}

export interface Progress {
  readonly text: string;
  /** From 0 to 1; undefined where it is not known. */
  readonly share?: number;
}

/** A slider that has not moved for this long is at rest, milliseconds. */
const REST = 120;
/** How long what was done is said, milliseconds. */
const SAID = 3000;

/** All that the page shows, and what it can do. */
export class EditorState {
  opened = $state.raw<Opened>();
  photo = $state.raw<PhotoInfo>();
  progress = $state.raw<Progress | undefined>({ text: strings.progress.start });
  error = $state.raw<{ readonly message: string; readonly expected: boolean }>();
  /** What was just done, where the page does not show it otherwise. */
  said = $state('');
  /** Shown pixels for each pixel of the photo. */
  scale = 1;
  /** Whether the picture shows at full resolution what the sliders say. */
  settled = $state(true);
  /** The face that the sliders belong to, by its place. */
  face = $state(0);
  #history = $state.raw<History<Step>>(begin({ looks: [], strength: 1 }));
  /** The position that is being dragged, which is recorded when it is let go. */
  #current = $state.raw<Step>({ looks: [], strength: 1 });

  /** Whether a photo was asked for. */
  #asked = false;

  readonly #worker: EditorWorker;
  readonly #changes = newestFirst<number, FaceChanges>({
    work: (asked) => this.#worker.change([...asked.values()], this.scale),
    settle: async () => {
      await this.#worker.settle();
      this.settled = true;
    },
    delay: REST,
    onError: (error) => this.#fail(error),
  });

  /** The fragment of the page's address. */
  readonly #fragment: (() => string) | undefined;

  /** @param fragment of the page's address, which may hold a link's edits; absent where there are no links to edits */
  constructor(worker: Worker, fragment?: () => string) {
    this.#fragment = fragment;
    this.#worker = connectWorker(worker, ({ event, data }) => {
      if (event === 'progress') this.#onProgress(data);
      else if (this.opened !== undefined) this.opened = { ...this.opened, engine: data };
    });
  }

  get hasLinks(): boolean {
    return this.#fragment !== undefined;
  }

  readonly ready = $derived(this.opened !== undefined && this.photo !== undefined);
  readonly selected: FaceInfo | undefined = $derived(this.photo?.faces[this.face]);
  readonly strength = $derived(this.#current.strength);
  /** Where the sliders of the chosen face are shown. */
  readonly sliders: Look = $derived.by(() => {
    const look = this.#current.looks[this.face];
    if (this.opened === undefined || this.selected === undefined || look === undefined) return [];
    return shownLook(look, this.opened.model, this.selected, this.#current.strength);
  });
  readonly canUndo = $derived(this.#history.past.length > 0);
  readonly canRedo = $derived(this.#history.future.length > 0);
  readonly edited = $derived(this.#current.looks.some((look) => look.some((value) => value !== 0)));

  attach(before: HTMLCanvasElement, after: HTMLCanvasElement): void {
    void this.#worker.attach(before.transferControlToOffscreen(), after.transferControlToOffscreen());
  }

  /** Opens the site's model, and a sample with it unless someone was quicker with a photo. */
  async start(readSite: () => Promise<Site>): Promise<void> {
    try {
      const { model, models, editing } = await readSite();
      await this.openModel(model, models, editing);
      if (this.opened === undefined || this.#asked) return;
      await this.openSample(firstSample(this.opened.model));
    } catch (error) {
      this.#fail(error);
      this.progress = undefined;
    }
  }

  async openSample({ url, file, shows }: Sample): Promise<void> {
    const picture = await (await fetch(url)).blob();
    await this.openPhoto(picture, file);
    if (!this.edited) this.show(shows);
  }

  async openModel(name: string, models: string, editing?: EditingPrecision): Promise<void> {
    await this.#step({ text: strings.progress.model, share: 0 }, async () => {
      this.opened = await this.#worker.open(name, models, editing);
      this.photo = undefined;
    });
  }

  async openPhoto(file: Blob, name: string): Promise<void> {
    this.#asked = true;
    await this.#step({ text: strings.progress.photo }, async () => {
      await this.#changes.idle();
      const photo = await this.#worker.openPhoto(file, name);
      const { model } = this.opened as Opened;
      this.face = 0;
      this.#current = { looks: photo.faces.map(() => untouched(model)), strength: model.strength };
      this.#history = begin(this.#current);
      this.photo = photo;
      this.followLink();
    });
  }

  /** Does to the chosen face what the page's address says, if it says anything. */
  followLink(): void {
    if (this.opened === undefined || this.selected === undefined) return;
    const { model } = this.opened;
    const linked = parseLink(this.#fragment?.() ?? '', model.attributes);
    if (linked === undefined) return;
    const { strength = model.strength, sliders } = linked;
    this.setStrength(strength);
    this.#change(this.face, (_, face) => namedLook(sliders, model, face, strength));
    this.commit();
  }

  async copyLink(): Promise<void> {
    const look = this.#current.looks[this.face];
    if (this.opened === undefined || look === undefined) return;
    const copied = await copyLink(linkOf(look, this.opened.model.attributes, this.#current.strength));
    this.#say(copied ? strings.linkCopied : strings.linkInAddress);
  }

  /** The chosen face once for each attribute; none where that fails, which is then told. */
  async sheet(): Promise<readonly SheetTile[]> {
    let tiles: readonly SheetTile[] = [];
    await this.#step({ text: strings.progress.sheet }, async () => {
      await this.#changes.idle();
      tiles = await this.#worker.sheet(this.face, this.#current.strength);
    });
    return tiles;
  }

  wear({ sliders }: Preset): void {
    const { model } = this.opened as Opened;
    this.#change(this.face, (_, face) => namedLook(sliders, model, face, this.#current.strength));
    this.commit();
  }

  /** Moves a slider of the chosen face; `commit` when it is let go. */
  move(attribute: number, value: number): void {
    this.#change(this.face, (look, face) =>
      moveSlider(look, attribute, value, (this.opened as Opened).model, face, this.#current.strength),
    );
  }

  /** Turns an attribute of the chosen face to what the face does not show; nothing where the model has no such attribute. */
  show(name: string): void {
    const attribute = this.opened?.model.attributes.indexOf(name) ?? -1;
    if (attribute < 0 || this.selected === undefined) return;
    this.move(attribute, this.selected.labels[attribute] === 1 ? -1 : 1);
    this.commit();
  }

  setStrength(strength: number): void {
    this.#show({ ...this.#current, strength });
  }

  /** What is shown now becomes a step that can be undone. */
  commit(): void {
    this.#history = record(this.#history, this.#current);
  }

  reset(): void {
    this.#change(this.face, (look) => look.map(() => 0));
    this.commit();
  }

  surprise(): void {
    const { model } = this.opened as Opened;
    this.#change(this.face, (_, face) => randomLook(model, face, this.#current.strength, Math.random));
    this.commit();
  }

  undo(): void {
    this.#history = undo(this.#history);
    this.#show(this.#history.present);
  }

  redo(): void {
    this.#history = redo(this.#history);
    this.#show(this.#history.present);
  }

  async download(): Promise<void> {
    try {
      await this.#changes.idle();
      const { file, name } = await this.#worker.download();
      saveFile(file, name);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Resolves when the picture shows what the sliders say. */
  idle(): Promise<void> {
    return this.#changes.idle();
  }

  #change(face: number, next: (look: Look, info: FaceInfo) => Look): void {
    const info = this.photo?.faces[face];
    const look = this.#current.looks[face];
    if (info === undefined || look === undefined) return;
    const looks = this.#current.looks.map((other, index) => (index === face ? next(look, info) : other));
    this.#show({ ...this.#current, looks });
  }

  /** Draws what differs from what is shown. */
  #show(next: Step): void {
    const before = this.#current;
    this.#current = next;
    const { model } = this.opened as Opened;
    this.photo?.faces.forEach((info, face) => {
      const look = next.looks[face] as Look;
      const strengthened = before.strength !== next.strength && look.some((value) => value !== 0);
      if (look === before.looks[face] && !strengthened) return;
      const changes = changesOf(look, model, info, next.strength);
      this.settled = false;
      this.#changes.ask(face, { face, changes, strength: next.strength, rivals: 'fade' });
    });
  }

  async #step(progress: Progress, work: () => Promise<void>): Promise<void> {
    this.error = undefined;
    this.progress = progress;
    try {
      await work();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.progress = undefined;
    }
  }

  #say(sentence: string): void {
    this.said = sentence;
    setTimeout(() => {
      if (this.said === sentence) this.said = '';
    }, SAID);
  }

  #onProgress({ step, share }: WorkerEvents['progress']): void {
    const text = strings.progress[step];
    this.progress = share > 0 && share < 1 ? { text, share } : { text };
  }

  #fail(error: unknown): void {
    const expected = error instanceof WorkerError && error.expected;
    this.error = { message: error instanceof Error ? error.message : String(error), expected };
  }
}
