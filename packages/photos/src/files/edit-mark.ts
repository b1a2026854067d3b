/** What an edited file says of itself. */
export interface EditMark {
  readonly model: string;
  /** `Eyeglasses=on`, in order; of several faces each with its number: `2:Bald=on`. */
  readonly changes: readonly string[];
  readonly strength: number;
}

const NAMESPACE = 'https://github.com/attgan/attgan/ns/1.0/';
/** IPTC's word for pictures that a trained model changed. */
const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia';

/** XMP that says so: a packet of its own, or what the file said before with one description more. */
export function markedXmp({ model, changes, strength }: EditMark, before?: string): string {
  const description =
    `<rdf:Description rdf:about="" xmlns:attgan="${NAMESPACE}" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" ` +
    `Iptc4xmpExt:DigitalSourceType="${SOURCE_TYPE}" attgan:editedWith="attgan" attgan:model="${escaped(model)}" ` +
    `attgan:attributes="${escaped(changes.join(', '))}" attgan:strength="${strength}"/>`;
  const end = before?.lastIndexOf('</rdf:RDF>') ?? -1;
  if (before !== undefined && end >= 0) return before.slice(0, end) + description + before.slice(end);
  return (
    '<?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${description}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
