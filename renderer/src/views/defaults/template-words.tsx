import type { VNode } from 'preact';
import { TEMPLATE_WORDS } from '../../../../main/contract/template-words.ts';
import { words } from '../../words/defaults.ts';

/** What may stand in braces, folded away until it is wanted. */
export function TemplateWords(): VNode {
  return (
    <details class="template-words">
      <summary>{words.templates.title}</summary>
      <table class="facts">
        <tbody>
          {Object.entries(TEMPLATE_WORDS).map(([word, meaning]) => (
            <tr key={word}>
              <th scope="row">
                <code>{`{${word}}`}</code>
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
