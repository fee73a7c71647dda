import { byImportance, type Cause } from '../../contract/causes/causes.ts';
import type { DoctorCheck, DoctorReport, DoctorStep } from '../../contract/doctor-report.ts';

/** Ends once; what comes after that is not heard. */
export interface OpenStep {
  /** `fine` is what the step says where it found nothing, `command` what to paste with it. */
  end(causes: readonly Cause[], fine: string, command?: string): void;
  /** The step could not be made; `line` says why. */
  unknown(line: string): void;
}

/** The findings of one examination, step by step. */
export interface DoctorRun {
  begin(step: DoctorStep): OpenStep;
  /** A finding of no step. */
  add(finding: Cause): void;
  /** The finding of this code that a step of this run has made already. */
  known(code: string): Cause | undefined;
  report(rest: Partial<DoctorReport>): DoctorReport;
}

/** @param onCheck hears of each step as it ends */
export function startRun(onCheck: (check: DoctorCheck) => void): DoctorRun {
  const checks: DoctorCheck[] = [];
  const found = new Map<string, Cause>();

  return {
    begin(step) {
      const startedAt = performance.now();
      let isOpen = true;
      const close = (state: DoctorCheck['state'], line: string, command?: string): void => {
        isOpen = false;
        const durationMs = Math.round(performance.now() - startedAt);
        const pasted = command === undefined ? {} : { command };
        const check: DoctorCheck = { step, state, line, ...pasted, durationMs };
        checks.push(check);
        onCheck(check);
      };
      return {
        end(causes, fine, command) {
          if (!isOpen) return;
          for (const item of causes) if (!found.has(item.code)) found.set(item.code, item);
          const [first] = byImportance(causes);
          if (first === undefined) close('ok', fine, command);
          else close(first.level === 'cause' ? 'failed' : 'warning', first.sentence);
        },
        unknown: (line) => {
          if (isOpen) close('unknown', line);
        },
      };
    },
    add(finding) {
      if (!found.has(finding.code)) found.set(finding.code, finding);
    },
    known: (code) => found.get(code),
    report(rest) {
      const causes = byImportance([...found.values()]);
      const [first] = causes;
      // What a system does not tell of its sockets says nothing of the project.
      const isUnknown = checks.some(({ step, state }) => state === 'unknown' && step !== 'machine');
      if (first?.level === 'cause') {
        return { verdict: 'cause', cause: first, causes, checks, ...rest };
      }
      return { verdict: isUnknown ? 'unknown' : 'healthy', causes, checks, ...rest };
    },
  };
}
