import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { ROOT, trackedTexts } from './tracked-files.ts';

const EXAMPLES = '.github/examples';

function example(name: string): string {
  return readFileSync(join(ROOT, EXAMPLES, name), 'utf8');
}

interface Container {
  securityContext: object;
  readinessProbe: object;
  livenessProbe: object;
  env: { name: string }[];
}

interface Manifest {
  kind: string;
  spec: {
    replicas: number;
    template: { spec: { securityContext: object; containers: Container[] } };
  };
}

interface Compose {
  services: Record<string, { read_only?: boolean; cap_drop?: string[]; ports: string[] }>;
}

function documents<Shape>(name: string): Shape[] {
  return parseAllDocuments(example(name)).map((document): Shape => document.toJS());
}

const variablesIn = (text: string): string[] => [
  ...new Set(text.match(/\bTOKEN_TRAY_[A-Z_]+/g) ?? []),
];

describe('the examples', () => {
  it('build an image that is not run as root, with a health check', () => {
    const steps = example('Dockerfile')
      .split('\n')
      .filter((line) => /^[A-Z]+ /.test(line));
    expect(steps.filter((line) => line.startsWith('USER'))).toEqual(['USER 1000:1000']);
    expect(steps.indexOf('USER 1000:1000')).toBeGreaterThan(
      steps.findLastIndex((line) => line.startsWith('RUN')),
    );
    expect(steps.some((line) => /^HEALTHCHECK .*CMD \["token-tray", "status"\]$/.test(line))).toBe(
      true,
    );
  });

  it('compose it with a read-only root, no rights, and ports of this machine alone', () => {
    const [compose] = documents<Compose>('compose.yaml');
    expect(compose?.services['token-tray']).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    const ports = Object.values(compose?.services ?? {}).flatMap((service) => service.ports);
    expect(ports.length).toBeGreaterThan(2);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('run two replicas in Kubernetes, without root and with probes', () => {
    const deployment = documents<Manifest>('kubernetes.yaml').find(
      ({ kind }) => kind === 'Deployment',
    );
    const { replicas, template } = deployment?.spec ?? { replicas: 0, template: undefined };
    expect(replicas).toBe(2);
    expect(template?.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    const [container] = template?.spec.containers ?? [];
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.readinessProbe).toMatchObject({ httpGet: { path: '/health' } });
    expect(container?.livenessProbe).toMatchObject({ httpGet: { path: '/health' } });
  });

  it('pin actions as our own workflows do, and grant them nothing else', () => {
    const text = example('end-to-end.yml');
    const own = readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8');
    const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
    expect(uses.length).toBeGreaterThan(2);
    expect(uses.filter((action) => !own.includes(action))).toEqual([]);
    expect(text).toMatch(/^permissions: \{\}$/m);
  });

  it('use only variables that the reference documents, and it documents all that are read', () => {
    const reference = new Set(
      variablesIn(readFileSync(join(ROOT, '.github/REFERENCE.md'), 'utf8')),
    );
    const used = [...trackedTexts()]
      .filter(([path]) => path.startsWith(EXAMPLES) || /^main\/(?:cli|hosts\/headless)/.test(path))
      .flatMap(([, text]) => variablesIn(text));
    expect(used).toContain('TOKEN_TRAY_CONFIG');
    expect(used.filter((name) => name !== 'TOKEN_TRAY_' && !reference.has(name))).toEqual([]);
    expect([...reference].filter((name) => !used.includes(name))).toEqual([]);
  });
});
