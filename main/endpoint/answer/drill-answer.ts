import type { ServerResponse } from 'node:http';
import { drillOf, type DrillCode } from '../../contract/drills.ts';
import type { IssueResult } from '../../core/ports.ts';
import { JSON_TYPE, type Answer, DRILL_HEADER } from '../../server/answer.ts';
import { sendRecorded, type Exchange } from '../exchange.ts';
import { failureAnswer } from './failure-answer.ts';

const HTML_TYPE = 'text/html; charset=utf-8';
const SLOW_MS = 8_000;
/** Below the time after which an idle connection is cut anyway. */
const HANG_MS = 50_000;
/** Connections that wait for a slow answer, or for none. More of them are dropped. */
const MAX_HELD = 64;

/** What HTTP wants beside these statuses. */
const STATUS_HEADERS: Partial<Record<DrillCode, readonly string[]>> = {
  '401': ['WWW-Authenticate', 'Bearer realm="Token Tray"'],
  '429': ['Retry-After', '5'],
};

/** Answers that wait, in one endpoint. Each ends with its connection, so a stop ends them all. */
export interface HeldAnswers {
  /** Runs `action` after `milliseconds`, unless the connection is gone by then. */
  hold(response: ServerResponse, milliseconds: number, action: () => void): void;
}

export function createHeldAnswers(): HeldAnswers {
  let held = 0;
  return {
    hold(response, milliseconds, action) {
      if (held >= MAX_HELD) {
        response.destroy();
        return;
      }
      held += 1;
      const timer = setTimeout(action, milliseconds);
      response.once('close', () => {
        held -= 1;
        clearTimeout(timer);
      });
    },
  };
}

interface Drilled {
  drill: DrillCode;
  exchange: Exchange;
  result: IssueResult;
  /** The answer as it is without a fault on its way. */
  answer: Answer;
}

/** Answers as `drill` says: late, broken, with a status, or, where the fault is in the token, as always. */
export function answerDrill(drilled: Drilled, { hold }: HeldAnswers): void {
  const { drill, exchange } = drilled;
  const { response } = exchange;
  if (drill === 'hangs') hold(response, HANG_MS, () => response.destroy());
  else if (drill === 'drops') response.destroy();
  else {
    const answer = drilledAnswer(drilled);
    if (drill === 'slow') hold(response, SLOW_MS, () => sendRecorded(exchange, answer));
    else sendRecorded(exchange, answer);
  }
}

function drilledAnswer({ drill, exchange, result, answer: usual }: Drilled): Answer {
  const { raw, headers: own } = exchange;
  const { title, sentence, status = 200 } = drillOf(drill);
  const headers = [...own, DRILL_HEADER, drill, ...(STATUS_HEADERS[drill] ?? [])];
  const answer = { id: raw.id, status, headers };
  if (drill === 'html') return { ...answer, type: HTML_TYPE, body: htmlPage(title) };
  if (drill === 'malformed-json') {
    return { ...answer, type: JSON_TYPE, body: `{"drill":"${drill}","message":"${sentence}` };
  }
  if (!result.ok && result.failure.code === 'drill') {
    return { ...failureAnswer(result.failure, raw.id, headers), status };
  }
  return { ...usual, headers: [...(usual.headers ?? []), DRILL_HEADER, drill] };
}

function htmlPage(title: string): string {
  return `<!doctype html>\n<html lang="en">\n<title>Token Tray drill</title>\n<h1>${title}</h1>\n<p>A drill of Token Tray sent this page.</p>\n</html>\n`;
}
