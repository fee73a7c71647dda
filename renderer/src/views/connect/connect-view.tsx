import type { VNode } from 'preact';
import { EndpointUrls } from './target-urls.tsx';
import { FirstRun } from './first-run.tsx';
import { RequestPlot } from './request-plot.tsx';
import { SnippetSection } from './snippet-section.tsx';
import './connect.css';

/** Home: how to point an app here, and whether one has asked yet. */
export function ConnectView(): VNode {
  return (
    <div class="pane">
      <div class="stack-wide">
        <FirstRun />
        <EndpointUrls />
        <SnippetSection />
        <RequestPlot />
      </div>
    </div>
  );
}
