import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CallInput } from '../../../../main/contract/calls.ts';
import type { Cause } from '../../../../main/contract/causes/causes.ts';
import type { DoctorCheck, DoctorReport } from '../../../../main/contract/doctor-report.ts';
import { useSnapshot, useStore, type Patient } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { ClaimsTable } from '../../ui/facts.tsx';
import { ShapeAttention, ShapeBad, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { AreaField, SelectField } from '../../ui/inputs.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/doctor-words.ts';
import './doctor.css';

const SHAPES = {
  ok: ShapeGood,
  warning: ShapeAttention,
  failed: ShapeBad,
  unknown: ShapeOff,
} as const;

/** Finds the cause: of a pasted token, a project, or what another view sent here. */
export function DoctorView(): VNode {
  const store = useStore();
  const { patient } = store;
  const busy = useSignal(false);
  const checks = useSignal<readonly DoctorCheck[]>([]);
  const report = useSignal<DoctorReport | undefined>(undefined);
  /** The run that is shown. An earlier one may end after it. */
  const latest = useRef<string | undefined>(undefined);

  const clear = (nextId: string | undefined): void => {
    latest.current = nextId;
    busy.value = nextId !== undefined;
    checks.value = [];
    report.value = undefined;
  };

  const run = async (input: CallInput<'doctor.run'>): Promise<void> => {
    const runId = crypto.randomUUID();
    clear(runId);
    const forget = store.client.listen('doctor.check', (progress) => {
      if (progress.runId !== runId || runId !== latest.current) return;
      checks.value = [...checks.value, progress.check];
    });
    const found = await store.settle(store.client.call('doctor.run', { ...input, runId }));
    forget();
    if (runId !== latest.current) return;
    busy.value = false;
    if (found === undefined) return;
    report.value = found.value;
    checks.value = found.value.checks;
  };

  const asked = patient.value;
  useEffect(() => {
    if (asked !== undefined) void run(asked);
  }, [asked]);

  return (
    <div class="pane">
      <div class="stack-wide">
        {asked === undefined ? (
          <PatientForm busy={busy.value} onRun={(input) => void run(input)} />
        ) : (
          <Section
            title={words.title}
            hint={hintOf(asked)}
            actions={
              <Button
                small
                onClick={() => {
                  patient.value = undefined;
                  clear(undefined);
                }}
              >
                {words.other}
              </Button>
            }
          >
            {null}
          </Section>
        )}
        {report.value === undefined ? null : <Verdict report={report.value} />}
        {checks.value.length === 0 ? null : <CheckList checks={checks.value} />}
        {report.value?.claims === undefined ? null : (
          <section class="stack">
            <h3>{words.claims}</h3>
            {report.value.signedBy === undefined ? null : (
              <p class="quiet">{words.signedBy(report.value.signedBy.name)}</p>
            )}
            <ClaimsTable claims={report.value.claims} label={words.claims} />
          </section>
        )}
      </div>
    </div>
  );
}

function hintOf(patient: Patient): string {
  if ('tokenId' in patient) return words.of.token;
  return 'requestId' in patient ? words.of.request : words.of.project;
}

interface PatientFormProps {
  busy: boolean;
  onRun: (input: CallInput<'doctor.run'>) => void;
}

function PatientForm({ busy, onRun }: PatientFormProps): VNode {
  const store = useStore();
  const { projects, activeProjectId } = useSnapshot();
  // In this page's memory alone: drafts are kept in the browser's session storage.
  const token = useSignal('');
  const projectId = useSignal('');
  const isPasted = token.value.trim() !== '';
  const active = projects.find(({ id }) => id === activeProjectId);
  return (
    <Section title={words.title} hint={words.hint}>
      <form
        class="stack"
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault();
          onRun({
            ...(isPasted ? { token: token.value } : {}),
            ...(projectId.value === '' ? {} : { projectId: projectId.value }),
          });
        }}
      >
        <AreaField
          label={words.token}
          value={token.value}
          placeholder={words.tokenPlaceholder}
          onInput={(value) => (token.value = value)}
        />
        <SelectField
          label={words.project}
          value={projectId.value}
          options={[
            { value: '', label: isPasted ? words.fromToken : words.active(active?.name ?? '') },
            ...projects.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(value) => (projectId.value = value)}
        />
        <div class="form-end">
          <Button kind="primary" submit busy={busy} disabled={store.connection.value !== 'online'}>
            {busy ? words.running : words.run}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function Verdict({ report }: { report: DoctorReport }): VNode {
  const store = useStore();
  const { projects } = useSnapshot();
  const { cause, causes, verdict, serverVersion, project } = report;

  const leaveOut = async (id: string): Promise<void> => {
    const revision = projects.find((known) => known.id === id)?.revision ?? 0;
    const changes = { leanTokens: true };
    const done = await store.settle(store.client.call('project.update', { id, revision, changes }));
    if (done !== undefined) store.toasts.show({ kind: 'done', message: words.leanDone });
  };

  const also = causes.filter((item) => item.code !== cause?.code);
  return (
    <div class="stack">
      {cause === undefined ? (
        <Notice
          kind={verdict === 'healthy' ? 'good' : 'info'}
          title={verdict === 'healthy' ? words.healthy : words.unknown}
          live
        >
          {verdict === 'healthy' ? words.healthyText(serverVersion) : null}
        </Notice>
      ) : (
        <Notice
          kind="bad"
          title={cause.sentence}
          live
          actions={
            cause.code === 'server_too_old' && project !== undefined ? (
              <Button small kind="primary" onClick={() => void leaveOut(project.id)}>
                {words.lean}
              </Button>
            ) : undefined
          }
        >
          {cause.fix}{' '}
          <span class="quiet small">
            {words.code}: <code class="code">{cause.code}</code>
          </span>
        </Notice>
      )}
      {also.map((item) => (
        <Also key={item.code} cause={item} />
      ))}
    </div>
  );
}

function Also({ cause }: { cause: Cause }): VNode {
  return (
    <Notice kind={cause.level === 'cause' ? 'bad' : 'attention'} title={cause.sentence}>
      {cause.fix}
    </Notice>
  );
}

function CheckList({ checks }: { checks: readonly DoctorCheck[] }): VNode {
  return (
    <ol class="doctor-checks" aria-label={words.stepsLabel}>
      {checks.map(({ step, state, line, command, durationMs }) => {
        const Shape = SHAPES[state];
        return (
          <li key={step} class="doctor-check" data-state={state}>
            <span class="outcome">
              <Shape />
              {words.states[state]}
            </span>
            <span class="strong">{words.steps[step]}</span>
            <div class="doctor-line stack">
              <bdi>{line}</bdi>
              {command === undefined ? null : <CopyField what={words.command} value={command} />}
            </div>
            <span class="small quiet numbers">{words.ms(durationMs)}</span>
          </li>
        );
      })}
    </ol>
  );
}
