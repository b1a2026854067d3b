declare module 'jstat' {
  /** The part of jStat that is used here; it ships no types. */
  const jstat: { readonly studentt: { inv(probability: number, degreesOfFreedom: number): number } };
  export default jstat;
}
