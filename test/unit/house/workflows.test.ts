import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { trackedTexts } from './tracked-files.ts';

const workflows = [...trackedTexts()].filter(([path]) => path.startsWith('.github/workflows/'));

interface Step {
  uses?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  permissions: unknown;
  jobs: Record<string, { permissions?: unknown; steps: Step[]; 'timeout-minutes'?: number }>;
}

function parsed(text: string): Workflow {
  const workflow: Workflow = parse(text);
  return workflow;
}

describe.each(workflows)('%s', (_path, text) => {
  const workflow = parsed(text);
  const jobs = Object.entries(workflow.jobs);

  it('grants nothing by itself, and each job what it needs', () => {
    expect(workflow.permissions).toEqual({});
    expect(jobs.filter(([, job]) => job.permissions === undefined)).toEqual([]);
  });

  it('pins each action to a commit and says which version that is', () => {
    const uses = text.split('\n').filter((line) => line.includes('uses:'));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it('leaves no credential in the checkout', () => {
    const checkouts = jobs.flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    );
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(
      checkouts.map(() => false),
    );
  });

  it('ends each job after a time', () => {
    expect(jobs.filter(([, job]) => job['timeout-minutes'] === undefined)).toEqual([]);
  });
});

it('N13 the parts list is attested for the desktop packages too', () => {
  const release = workflows.find(([path]) => path.endsWith('/release.yml'))?.[1] ?? '';
  const steps = Object.values(parsed(release).jobs).flatMap((job) => job.steps);
  const upload = steps.find(({ with: given }) => given?.['name'] === 'desktop-${{ matrix.os }}');
  const attested = steps.find(({ uses }) => uses?.startsWith('actions/attest-sbom@'));
  const packages = String(upload?.with?.['path']).trim().split('\n');
  expect(packages.length).toBeGreaterThan(4);
  expect(String(attested?.with?.['subject-path']).trim().split('\n')).toEqual(
    expect.arrayContaining(packages),
  );
});
