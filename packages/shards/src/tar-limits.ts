/** When the next archive begins. */
export interface TarLimits {
  /** Photos with results in one archive. */
  readonly photos: number;
  /** Bytes of results in one archive. */
  readonly bytes: number;
}

/** Whether an archive that holds so much takes nothing more. */
export function isFull(held: TarLimits, limits: TarLimits): boolean {
  return held.photos >= limits.photos || held.bytes >= limits.bytes;
}
