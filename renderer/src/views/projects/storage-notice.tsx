import type { VNode } from 'preact';
import { useSnapshot } from '../../state/store-context.ts';
import { Notice } from '../../ui/notice.tsx';

/** How a secret will be kept, said before it is saved; loudly where the system's key store is not there. */
export function StorageNotice(): VNode {
  const { secretStorage } = useSnapshot();
  if (secretStorage.protection === 'os') {
    return <p class="small quiet">{secretStorage.notice}</p>;
  }
  return <Notice kind="attention">{secretStorage.notice}</Notice>;
}
