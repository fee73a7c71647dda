import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../../state/store.ts';
import { TARGETS, endpointUrl, type Target } from '../../state/endpoint-urls.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/connect-words.ts';

/** The endpoint's URL for each kind of caller. */
export function EndpointUrls(): VNode {
  return (
    <Section title={words.urls.title} hint={words.urls.hint}>
      <dl class="urls">
        {TARGETS.map((target) => (
          <div key={target} class="urls-line">
            <dt>{words.urls.names[target]}</dt>
            <dd>
              <TargetUrl target={target} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function TargetUrl({ target }: { target: Target }): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const url = endpointUrl(snapshot, target);
  if (url === undefined) {
    const { lan } = snapshot.settings.server;
    const noUrl =
      snapshot.server.status === 'serving' ? words.urls.lanNoAddress : words.urls.lanStopped;
    return (
      <div class="row row-wrap quiet">
        <span>{lan ? noUrl : words.urls.lanOff}</span>
        {lan ? null : (
          <Button small onClick={() => store.show('settings')}>
            {words.urls.lanOpen}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div class="stack-close">
      <CopyField what={words.urls.what(words.urls.names[target])} value={url} />
      <div class="small quiet urls-note">{words.urls.notes[target]}</div>
    </div>
  );
}
