/** A track of made-up media, and its end. */
export interface TestTrack {
  track: MediaStreamTrack;
  stop(): void;
}

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_PER_SECOND = 15;
const TONE_HZ = 440;
const TONE_GAIN = 0.2;
const BARS = ['#c0c0c0', '#c0c000', '#00c0c0', '#00c000', '#c000c0', '#c00000', '#0000c0'];

/** A camera that shows colour bars, something that moves, and a clock to read delays from. */
export function createTestCamera(caption: string): TestTrack {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const paint = canvas.getContext('2d');
  if (paint === null) throw new Error('This browser has no canvas.');
  let frame = 0;
  const draw = (): void => {
    drawPicture(paint, { frame, caption });
    frame += 1;
  };
  draw();
  const [track] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  if (track === undefined) throw new Error('This browser cannot capture a canvas.');
  // A page in the background gets few timers of its own; a worker's go on.
  const ticker = new Worker(new URL('./ticker.ts', import.meta.url), { type: 'module' });
  ticker.addEventListener('message', draw);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none
  ticker.postMessage(1000 / FRAMES_PER_SECOND);
  return {
    track,
    stop: () => {
      ticker.terminate();
      track.stop();
    },
  };
}

function drawPicture(
  paint: CanvasRenderingContext2D,
  { frame, caption }: { frame: number; caption: string },
): void {
  const barWidth = WIDTH / BARS.length;
  for (const [index, colour] of BARS.entries()) {
    paint.fillStyle = colour;
    paint.fillRect(index * barWidth, 0, barWidth + 1, HEIGHT);
  }
  const around = (frame / (FRAMES_PER_SECOND * 4)) * 2 * Math.PI;
  paint.fillStyle = '#ffffff';
  paint.beginPath();
  paint.arc(
    WIDTH / 2 + Math.cos(around) * WIDTH * 0.4,
    HEIGHT / 2 + Math.sin(around) * HEIGHT * 0.36,
    24,
    0,
    2 * Math.PI,
  );
  paint.fill();
  paint.fillStyle = '#101418';
  paint.fillRect(WIDTH * 0.14, HEIGHT * 0.36, WIDTH * 0.72, HEIGHT * 0.34);
  paint.fillStyle = '#ffffff';
  paint.textAlign = 'center';
  paint.font = '600 56px monospace';
  paint.fillText(new Date().toISOString().slice(11, 23), WIDTH / 2, HEIGHT * 0.53);
  paint.font = '20px sans-serif';
  paint.fillText(caption, WIDTH / 2, HEIGHT * 0.64, WIDTH * 0.68);
}

/** A microphone that hears 440 Hz. Nothing of it is played here. Needs a click of the person before it. */
export async function createTestTone(): Promise<TestTrack> {
  const context = new AudioContext();
  await context.resume();
  const oscillator = new OscillatorNode(context, { frequency: TONE_HZ });
  const gain = new GainNode(context, { gain: TONE_GAIN });
  const output = new MediaStreamAudioDestinationNode(context);
  oscillator.connect(gain).connect(output);
  oscillator.start();
  const [track] = output.stream.getAudioTracks();
  if (track === undefined) throw new Error('This browser has no audio.');
  return {
    track,
    stop: () => {
      oscillator.stop();
      track.stop();
      void context.close();
    },
  };
}
