/** How an edit gets into the photo. Differences are of pixels in [−1, 1], as networks see them. */
export interface PasteStrategy {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** What is added: the difference of edit and reconstruction, smoothed, or what makes the photo the bare edit. */
  readonly adds: 'difference' | 'edit';
  /** Factor on what is added. */
  readonly gain: number;
  /** Where the edit is strong, the share `amount` of the photo's own fine detail goes: its photo was of what is no longer there. */
  readonly fade?: { readonly from: number; readonly to: number; readonly amount: number };
  /** Differences whose size is below `from` are left out; from `to` on they count in full. */
  readonly mask?: { readonly from: number; readonly to: number };
  /** Share of the square's edge over which the edit comes in from its border. */
  readonly feather: number;
}

/** α = smoothstep(|Δ|, 0.12, 0.45), of the blurred mean over channels. */
const FADE = { from: 0.12, to: 0.45, amount: 0.8 } as const;
const FEATHER = 0.1;

export const PASTE_STRATEGIES: readonly PasteStrategy[] = [
  {
    name: 'plain',
    summary: 'photo + enlarged difference of edit and reconstruction',
    adds: 'difference',
    gain: 1,
    feather: FEATHER,
  },
  {
    name: 'masked',
    summary: 'the difference where it is large, so that skin and background that need no change get none',
    adds: 'difference',
    gain: 1.1,
    mask: { from: 0.04, to: 0.12 },
    feather: FEATHER,
  },
  {
    name: 'fading',
    summary: 'the difference × 1.25, while the photo’s fine detail fades where the edit is strong',
    adds: 'difference',
    gain: 1.25,
    fade: FADE,
    feather: FEATHER,
  },
  {
    name: 'edit',
    summary: 'the enlarged edit itself, as other programs paste it',
    adds: 'edit',
    gain: 1,
    feather: FEATHER,
  },
];

/**
 * The strategy of each attribute under `difference`; `plain` for others. Where the fading one takes fewer than half as many points from
 * how often the person is recognised as it adds to how often the edit is; docs/photos.md has the measurements.
 */
export const STRATEGY_OF: Readonly<Record<string, string>> = {
  Mouth_Slightly_Open: 'fading',
};

/** What --paste takes. */
export const PASTE_NAMES: readonly string[] = ['difference', ...PASTE_STRATEGIES.map(({ name }) => name)];
const USUAL = 'plain';

/**
 * The strategy that `paste` names; `difference` stands for what suits the attributes that are changed, where they agree.
 * @throws RangeError for an unknown name
 */
export function strategyFor(paste: string, attributes: readonly string[]): PasteStrategy {
  // Attributes may have any name, that of a property of all objects too.
  const suited = new Set(attributes.map((name) => (Object.hasOwn(STRATEGY_OF, name) && STRATEGY_OF[name]) || USUAL));
  const [only = USUAL] = suited;
  const wanted = paste === 'difference' ? (suited.size === 1 ? only : USUAL) : paste;
  const found = PASTE_STRATEGIES.find(({ name }) => name === wanted);
  if (found === undefined) throw new RangeError(`No way of pasting is named "${paste}".`);
  return found;
}
