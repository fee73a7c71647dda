import type { VNode } from 'preact';
import { Devices } from './devices.tsx';
import { FirstRun } from './first-run.tsx';
import { useStore } from '../../state/store.ts';
import { words } from '../../words/path-words.ts';
import { RequestPath } from '../path/request-path.tsx';
import { RequestPlot } from './request-plot.tsx';
import './connect.css';

/** Home: how to point an app here, and whether one has asked yet. */
export function ConnectView(): VNode {
  const store = useStore();
  return (
    <div class="pane">
      <div class="stack-wide">
        <FirstRun />
        <RequestPath entry={store.feed.activity.value?.[0]} label={words.of} />
        <Devices />
        <RequestPlot />
      </div>
    </div>
  );
}
