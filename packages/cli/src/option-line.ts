import type { OptionDescription } from '@attgan/experiment';

/** `  --generator.width NUMBER  factor on every hidden width (1)` */
export function optionLine(part: string): (option: OptionDescription) => string {
  return ({ name, type, usual, description }) => {
    const head = `--${part}.${name} ${type}`.padEnd(36);
    return `  ${head}  ${description}${usual === undefined ? '' : ` (${usual})`}`;
  };
}
