import type { VNode } from 'preact';
import type { ServerState } from '../../../main/contract/server-state.ts';
import { ShapeAttention, ShapeBad, ShapeGood, ShapeOff } from '../ui/icons.tsx';

/** The token server's state as a shape. */
export function ServerShape({ server }: { server: ServerState }): VNode {
  switch (server.status) {
    case 'serving':
      return server.warning === undefined ? <ShapeGood /> : <ShapeAttention />;
    case 'starting':
    case 'stopped':
      return <ShapeOff />;
    case 'failed':
      return <ShapeBad />;
  }
}
