import { randomBytes } from 'node:crypto';
import type { ActivityEntry, IssuedToken } from '../../contract/activity.ts';
import { causeOfFailure } from '../../contract/causes/causes.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import type { Grants } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import type { RoomMember, RoomRole, TokenOrigin } from '../../contract/rooms.ts';
import {
  changingToken,
  ownToken,
  readingToken,
  ownTokenFor,
  type OwnToken,
} from '../access-token.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';

/** A server's clock may be slightly off. A token younger than the join belongs to another participant. */
const CLOCK_TOLERANCE_MS = 2_000;

/** Long enough for a reconnect until the server has sent the client a newer token. */
const PAGE_TOKEN_SECONDS = 600;

/** How many room pages' participants are remembered. */
const MAX_PAGES = 50;

const ROLES: Readonly<Record<RoomRole, { prefix: string; grants: Grants }>> = {
  watcher: {
    prefix: 'watcher',
    grants: {
      video: {
        roomJoin: true,
        canSubscribe: true,
        canPublish: false,
        canPublishData: false,
        hidden: true,
      },
    },
  },
  participant: {
    prefix: 'test-participant',
    grants: {
      video: {
        roomJoin: true,
        canSubscribe: true,
        canPublish: true,
        canPublishData: true,
        canUpdateOwnMetadata: true,
      },
    },
  },
};

/** What was issued for one room, newest first. */
interface IssuedForRoom {
  projectId: string;
  room: string;
  tokens: readonly IssuedToken[];
  requests: readonly ActivityEntry[];
}

/** Reads the rooms of the active project's server, and changes them when a person asks. */
export function roomHandlers({
  state,
  vault,
  activity,
  shelf,
  ports,
}: HandlerContext): HandlersOf<'room'> {
  const { liveKitServer, clock, host } = ports;

  const activeProject = (): Project => {
    const project = state.activeProject();
    if (project === undefined) throw new TokenTrayError('no_project');
    return project;
  };

  const own = (project: Project, room: string): OwnToken =>
    ownTokenFor(project, room, { vault, clock });

  /** When the participants of room pages got their tokens, by project, room and identity. */
  const pages = new Map<string, number>();

  /** Of a participant: the newest token for it that had been issued when it joined. */
  const originsIn = (
    projectId: string,
    room: string,
  ): ((member: RoomMember) => TokenOrigin | undefined) => {
    const tokens = shelf
      .list()
      .filter((issued) => issued.projectId === projectId && issued.room === room);
    const requests = activity
      .list()
      .filter(
        (entry) =>
          entry.outcome === 'issued' && entry.projectId === projectId && entry.room === room,
      );
    return (member) => originOf(member, { projectId, room, tokens, requests });
  };

  const originOf = (
    member: RoomMember,
    { projectId, room, tokens, requests }: IssuedForRoom,
  ): TokenOrigin | undefined => {
    const latest = member.joinedAt + CLOCK_TOLERANCE_MS;
    const token = tokens.find(
      ({ identity, issuedAt }) => identity === member.identity && issuedAt <= latest,
    );
    const request = requests.find(
      ({ identity, at }) => identity === member.identity && at <= latest,
    );
    if (request !== undefined && (token === undefined || token.source === 'request')) {
      const { id, at, presetName = '', caller } = request;
      return { kind: 'request', id, at, presetName, client: caller.client };
    }
    const pageAt = pages.get(`${projectId} ${room} ${member.identity}`);
    if (pageAt !== undefined) return { kind: 'page', id: '', at: pageAt, presetName: '' };
    return (
      token && { kind: 'token', id: token.id, at: token.issuedAt, presetName: token.presetName }
    );
  };

  return {
    async 'room.read'({ room }) {
      const project = activeProject();
      const projectId = project.id;
      let token: string;
      try {
        token = readingToken(own(project, room ?? ''));
      } catch (error) {
        if (!(error instanceof TokenTrayError)) throw error;
        return { projectId, rooms: [], total: 0, failure: causeOfFailure(error.failure) };
      }
      const reading = await liveKitServer.readRooms({
        url: project.url,
        token,
        ...defined({ room }),
      });
      const { members, ...rest } = reading;
      if (room === undefined || members === undefined) return { projectId, ...rest };
      const originOfMember = originsIn(projectId, room);
      return {
        projectId,
        ...rest,
        members: members.map((member) => {
          const origin = originOfMember(member);
          return origin === undefined ? member : { ...member, origin };
        }),
      };
    },

    'room.change'({ change }) {
      const project = activeProject();
      const makesRooms = change.kind === 'create' || change.kind === 'delete';
      const token = changingToken(own(project, change.room), makesRooms);
      return liveKitServer.changeRoom({ url: project.url, token, change });
    },

    async 'room.join'({ room, role }) {
      const project = activeProject();
      const open = host.actions.openRoomPage;
      if (open === undefined) {
        throw new TokenTrayError('not_supported', { reason: 'Its window is not served.' });
      }
      const { prefix, grants } = ROLES[role];
      const identity = `${prefix}-${randomBytes(2).toString('hex')}`;
      const token = ownToken(
        { ...own(project, room), identity },
        { grants, ttlSeconds: PAGE_TOKEN_SECONDS },
      );
      const [oldest] = pages.keys();
      if (oldest !== undefined && pages.size >= MAX_PAGES) pages.delete(oldest);
      pages.set(`${project.id} ${room} ${identity}`, Math.floor(clock()));
      const page = await open({ role, serverUrl: project.url, token, room, identity });
      return { ...page, identity };
    },
  };
}
