import type { VNode } from 'preact';
import {
  TRACK_SOURCES,
  type Grants,
  type TrackSourceName,
  type VideoGrant,
} from '../../../../main/contract/preset.ts';
import { Select, TextField } from '../../ui/inputs.tsx';
import { Check } from '../../ui/choices.tsx';
import { ROOM_GRANTS, SERVER_GRANTS, type GrantWords, words } from '../../words/preset-words.ts';

interface GrantsFormProps {
  grants: Grants;
  onChange: (grants: Grants) => void;
}

/** Every grant with a sentence on what it allows. Unset grants are left out of the token. */
export function GrantsForm({ grants, onChange }: GrantsFormProps): VNode {
  const setVideo = (video: VideoGrant): void => onChange({ ...grants, video });
  return (
    <div class="stack-wide">
      <GrantGroup
        title={words.groups.room}
        list={ROOM_GRANTS}
        video={grants.video}
        onChange={setVideo}
      />
      <PublishSources video={grants.video} onChange={setVideo} />
      <GrantGroup
        title={words.groups.server}
        list={SERVER_GRANTS}
        video={grants.video}
        onChange={setVideo}
      />
      <OtherGrants grants={grants} onChange={onChange} />
    </div>
  );
}

type FlagState = 'unset' | 'yes' | 'no';

interface GrantGroupProps {
  title: string;
  list: readonly GrantWords[];
  video: VideoGrant;
  onChange: (video: VideoGrant) => void;
}

function GrantGroup({ title, list, video, onChange }: GrantGroupProps): VNode {
  return (
    <table class="facts grant-table">
      <caption class="field-label">{title}</caption>
      <tbody>
        {list.map(({ flag, label, allows, unset }) => {
          const value = video[flag];
          const state: FlagState = value === undefined ? 'unset' : value ? 'yes' : 'no';
          return (
            <tr key={flag}>
              <th scope="row">
                <span class="grant-label">{label}</span>
                <span class="small quiet">{allows}</span>
              </th>
              <td>
                <Select
                  aria-label={label}
                  value={state}
                  options={[
                    {
                      value: 'unset',
                      label: `${words.states.unset} (${words.states[unset].toLowerCase()})`,
                    },
                    { value: 'yes', label: words.states.yes },
                    { value: 'no', label: words.states.no },
                  ]}
                  onChange={(wanted) => onChange(withFlag(video, flag, wanted))}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function withFlag(video: VideoGrant, flag: GrantWords['flag'], state: FlagState): VideoGrant {
  const changed = { ...video };
  if (state === 'unset') delete changed[flag];
  else changed[flag] = state === 'yes';
  return changed;
}

function PublishSources({
  video,
  onChange,
}: {
  video: VideoGrant;
  onChange: (video: VideoGrant) => void;
}): VNode {
  const chosen = video.canPublishSources ?? [];
  const toggle = (source: TrackSourceName, wanted: boolean): void => {
    const sources = TRACK_SOURCES.filter((name) =>
      name === source ? wanted : chosen.includes(name),
    );
    const { canPublishSources: _before, ...rest } = video;
    onChange(sources.length === 0 ? rest : { ...rest, canPublishSources: sources });
  };
  return (
    <fieldset class="stack-close">
      <legend class="field-label">{words.sources.title}</legend>
      <p class="small quiet">{words.sources.hint}</p>
      {TRACK_SOURCES.map((source) => (
        <Check
          key={source}
          label={words.sources.names[source]}
          checked={chosen.includes(source)}
          onChange={(wanted) => toggle(source, wanted)}
        />
      ))}
    </fieldset>
  );
}

function OtherGrants({ grants, onChange }: GrantsFormProps): VNode {
  const { sip, inference, observability, kind = '', roomPreset = '', video } = grants;
  const setSip = (change: { admin?: boolean; call?: boolean }): void => {
    const next = { admin: false, call: false, ...sip, ...change };
    const { sip: _before, ...rest } = grants;
    onChange(next.admin || next.call ? { ...rest, sip: next } : rest);
  };
  const setText = (key: 'kind' | 'roomPreset', text: string): void => {
    const { [key]: _before, ...rest } = grants;
    onChange(text === '' ? rest : { ...rest, [key]: text });
  };
  return (
    <>
      <fieldset class="stack-close">
        <legend class="field-label">{words.groups.more}</legend>
        <Check
          label={words.sipAdmin}
          checked={sip?.admin === true}
          onChange={(admin) => setSip({ admin })}
        />
        <Check
          label={words.sipCall}
          checked={sip?.call === true}
          onChange={(call) => setSip({ call })}
        />
        <Check
          label={words.inference}
          checked={inference?.perform === true}
          onChange={(perform) => {
            const { inference: _before, ...rest } = grants;
            onChange(perform ? { ...rest, inference: { perform } } : rest);
          }}
        />
        <Check
          label={words.observability}
          checked={observability?.write === true}
          onChange={(write) => {
            const { observability: _before, ...rest } = grants;
            onChange(write ? { ...rest, observability: { write } } : rest);
          }}
        />
      </fieldset>
      <fieldset class="stack">
        <legend class="field-label">{words.groups.kind}</legend>
        <TextField
          label={words.kind}
          value={kind}
          onInput={(text) => setText('kind', text)}
          hint={words.kindHint}
          code
        />
        <TextField
          label={words.roomPreset}
          value={roomPreset}
          onInput={(text) => setText('roomPreset', text)}
          hint={words.roomPresetHint}
          code
        />
        <TextField
          label={words.destinationRoom}
          value={video.destinationRoom ?? ''}
          onInput={(text) => {
            const { destinationRoom: _before, ...rest } = video;
            onChange({ ...grants, video: text === '' ? rest : { ...rest, destinationRoom: text } });
          }}
          hint={words.destinationRoomHint}
          code
        />
      </fieldset>
    </>
  );
}
