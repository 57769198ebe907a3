import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { ICONS } from '../src/ui/icons.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(root, 'src/assets/sprite.svg');

/** One `<symbol>` of a Lucide icon, without the attributes that `svg.i` sets by CSS. */
function symbol(name: string): string {
  const file = resolve(root, 'node_modules/lucide-static/icons', `${name}.svg`);
  const svg = readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  const body = /<svg[^>]*>([\s\S]*?)<\/svg>/.exec(svg)?.[1] ?? '';
  return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s*\n\s*/g, '')}</symbol>`;
}

/** Writes `src/assets/sprite.svg` from the names in `src/ui/icons.ts`, so the two cannot differ. */
export function sprite(): Plugin {
  return {
    name: 'lucide-sprite',
    buildStart() {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg">${ICONS.map(symbol).join('')}</svg>\n`;
      if (existsSync(target) && readFileSync(target, 'utf8') === svg) return;
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, svg);
    },
  };
}
