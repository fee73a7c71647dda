import type { Grants } from '../../../../main/contract/grants.ts';
import { words } from '../../words/presets.ts';

/** What a participant with these grants can do, in a few words for a list. */
export function grantSummary({ video }: Grants): string {
  const { summary } = words;
  if (video.roomJoin !== true) {
    return video.roomAdmin === true || video.roomCreate === true ? summary.admin : summary.none;
  }
  const parts = [
    video.canPublish === false ? undefined : summary.publish,
    video.canSubscribe === false ? undefined : summary.subscribe,
    video.canPublishData === false ? undefined : summary.data,
    video.roomAdmin === true ? summary.admin : undefined,
    video.recorder === true ? summary.recorder : undefined,
    video.hidden === true ? summary.hidden : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 1 && parts[0] === summary.subscribe ? summary.watch : parts.join(', ');
}
