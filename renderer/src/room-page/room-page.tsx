import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Track, type Participant, type TrackPublication } from 'livekit-client';
import { Button } from '../ui/button.tsx';
import { Choice, Toggle } from '../ui/choices.tsx';
import { IconStop, ShapeAttention, ShapeBad, ShapeGood, ShapeOff } from '../ui/icons.tsx';
import { TextField } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';
import { words } from '../words/room-page-words.ts';
import { clockTimeMs } from '../words/time.ts';
import type { RoomSession, SendKind } from './room-session.ts';

const STATE_SHAPES = {
  connecting: ShapeOff,
  connected: ShapeGood,
  reconnecting: ShapeAttention,
  disconnected: ShapeBad,
} as const;

const QUALITY_SHAPES = {
  excellent: ShapeGood,
  good: ShapeGood,
  poor: ShapeAttention,
  lost: ShapeBad,
  unknown: ShapeOff,
} as const;

/** A room from inside: who is there, what they show, what arrives, and what this participant sends. */
export function RoomPage({ session }: { session: RoomSession }): VNode {
  const { ticket, state, ended } = session;
  const isOver = ended.value !== undefined;
  return (
    <main class="room-page">
      <Head session={session} />
      {isOver ? (
        <Notice
          kind={state.value === 'disconnected' && session.room.name !== '' ? 'info' : 'bad'}
          title={session.room.name === '' ? words.failed : (ended.value ?? '')}
          live
        >
          {session.room.name === '' ? `${ended.value} ${words.failedFix}` : words.again}
        </Notice>
      ) : null}
      <div class="room-columns">
        <div class="stack-wide">
          <People session={session} />
          {ticket.role === 'participant' && !isOver ? <SendSection session={session} /> : null}
        </div>
        <EventLog session={session} />
      </div>
    </main>
  );
}

function Head({ session }: { session: RoomSession }): VNode {
  const { ticket, state, playsAudio, ended } = session;
  const Shape = STATE_SHAPES[state.value];
  return (
    <header class="stack-close">
      <div class="row row-wrap row-apart">
        <div class="row row-wrap">
          <h1>
            <bdi>{ticket.room}</bdi>
          </h1>
          <span class="outcome" role="status">
            <Shape />
            {words.states[state.value]}
          </span>
          <span class="quiet">
            {words.as} <bdi class="code">{ticket.identity}</bdi>
          </span>
        </div>
        <div class="row">
          <Toggle
            label={words.playAudio}
            checked={playsAudio.value}
            disabled={ended.value !== undefined}
            onChange={(isPlayed) => {
              session.setAudio(isPlayed);
            }}
          />
          <Button
            icon={<IconStop />}
            disabled={ended.value !== undefined}
            onClick={() => void session.leave()}
          >
            {words.leave}
          </Button>
        </div>
      </div>
      {ticket.role === 'watcher' ? <p class="quiet">{words.watching}</p> : null}
    </header>
  );
}

function People({ session }: { session: RoomSession }): VNode {
  const { room, ticket, version, ended } = session;
  // Read, so that this is drawn again with each change of the room.
  void version.value;
  const remote = [...room.remoteParticipants.values()];
  const people = ticket.role === 'participant' ? [...remote, room.localParticipant] : remote;
  return (
    <Section title={words.video}>
      {remote.length === 0 && ended.value === undefined ? <p class="quiet">{words.alone}</p> : null}
      <ul class="tiles">
        {people.map((person) => (
          <Person key={person.sid} person={person} isLocal={person === room.localParticipant} />
        ))}
      </ul>
    </Section>
  );
}

function Person({ person, isLocal }: { person: Participant; isLocal: boolean }): VNode {
  const videos = [...person.videoTrackPublications.values()].filter(
    ({ track, isMuted }) => track !== undefined && !isMuted,
  );
  const quality = person.connectionQuality;
  const Shape = QUALITY_SHAPES[quality];
  return (
    <li class="tile" aria-label={person.identity}>
      {videos.length === 0 ? (
        <div class="tile-picture tile-empty quiet">{words.noVideo}</div>
      ) : (
        videos.map((publication) => <Video key={publication.trackSid} publication={publication} />)
      )}
      <div class="row row-apart">
        <bdi class="code cut">{person.identity}</bdi>
        {isLocal ? (
          <span class="tag">{words.you}</span>
        ) : (
          <span class="outcome small" title={words.qualityLabel}>
            <Shape />
            {words.quality[quality]}
          </span>
        )}
      </div>
    </li>
  );
}

/** One picture, with the size and the rate at which its frames arrive. */
function Video({ publication }: { publication: TrackPublication }): VNode {
  const element = useRef<HTMLVideoElement>(null);
  const rate = useSignal<string>(words.waiting);
  const { track, source } = publication;

  useEffect(() => {
    const video = element.current;
    if (video === null || track === undefined) return undefined;
    track.attach(video);
    let frames = 0;
    let counted = 0;
    let handle = 0;
    const onFrame = (): void => {
      frames += 1;
      video.dataset['frames'] = String(frames);
      handle = video.requestVideoFrameCallback(onFrame);
    };
    handle = video.requestVideoFrameCallback(onFrame);
    const timer = setInterval(() => {
      if (frames > 0)
        rate.value = words.frames(video.videoWidth, video.videoHeight, frames - counted);
      counted = frames;
    }, 1000);
    return () => {
      clearInterval(timer);
      video.cancelVideoFrameCallback(handle);
      track.detach(video);
    };
  }, [track]);

  return (
    <figure class="tile-figure">
      <video
        ref={element}
        class="tile-picture"
        aria-label={
          source === Track.Source.ScreenShare ? words.sources.screen_share : words.sources.camera
        }
        autoplay
        muted
        playsInline
      />
      <figcaption class="tile-rate small numbers">{rate.value}</figcaption>
    </figure>
  );
}

function SendSection({ session }: { session: RoomSession }): VNode {
  const { sources } = session;
  const text = useSignal('');
  const kind = useSignal<SendKind>('chat');
  const topic = useSignal('');
  const isEmpty = text.value === '';

  const send = async (): Promise<void> => {
    await session.send(kind.value, text.value, topic.value.trim());
    text.value = '';
  };

  return (
    <Section title={words.send.title}>
      <Toggle
        label={words.send.camera}
        hint={words.send.cameraHint}
        checked={sources.value.has('camera')}
        onChange={() => void session.toggle('camera')}
      />
      <Toggle
        label={words.send.tone}
        hint={words.send.toneHint}
        checked={sources.value.has('tone')}
        onChange={() => void session.toggle('tone')}
      />
      <form
        class="stack"
        aria-label={words.send.title}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty) void send();
        }}
      >
        <TextField
          label={words.send.text}
          value={text.value}
          onInput={(value) => (text.value = value)}
        >
          <Button submit disabled={isEmpty}>
            {words.send.submit}
          </Button>
        </TextField>
        <div class="row row-wrap room-send">
          <Choice
            label={words.send.as}
            value={kind.value}
            options={(['chat', 'stream', 'data'] as const).map((value) => ({
              value,
              label: words.send.kinds[value],
            }))}
            onChange={(value) => (kind.value = value)}
          />
          {kind.value === 'chat' ? null : (
            <TextField
              label={words.send.topic}
              value={topic.value}
              code
              onInput={(value) => (topic.value = value)}
            />
          )}
        </div>
      </form>
    </Section>
  );
}

function EventLog({ session }: { session: RoomSession }): VNode {
  const { log, topics } = session;
  const topic = useSignal('');
  return (
    <Section title={words.log.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (topic.value.trim() !== '') session.listenTo(topic.value.trim());
          topic.value = '';
        }}
      >
        <TextField
          label={words.log.listen}
          hint={`${words.log.listenHint}${topics.value.join(', ')}.`}
          value={topic.value}
          code
          onInput={(value) => (topic.value = value)}
        >
          <Button submit disabled={topic.value.trim() === ''}>
            {words.log.listenButton}
          </Button>
        </TextField>
      </form>
      {log.value.length === 0 ? <p class="quiet">{words.log.empty}</p> : null}
      <div role="log" aria-label={words.log.title}>
        <ol class="events">
          {log.value.map(({ id, at, kind, who, text }) => (
            <li key={id} class="event" data-kind={kind}>
              <span class="quiet numbers small">{clockTimeMs(at)}</span>
              <span class="small strong">{words.log.kinds[kind]}</span>
              <span class="event-text">
                <bdi class="code quiet">{who}</bdi> <bdi>{text}</bdi>
              </span>
            </li>
          ))}
        </ol>
      </div>
    </Section>
  );
}
