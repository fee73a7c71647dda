import { encode } from 'uqr';
import type { VNode } from 'preact';

/** Modules of white around the code, without which readers do not find it. */
const BORDER = 3;

/** A text as a QR code, dark on light in both themes, since not every reader takes the other way round. */
export function QrCode({ text, label }: { text: string; label: string }): VNode {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER });
  const squares = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect class="qr-light" width={size} height={size} />
      <path class="qr-dark" d={squares.join('')} shape-rendering="crispEdges" />
    </svg>
  );
}
