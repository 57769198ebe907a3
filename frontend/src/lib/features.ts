import { dictionary } from '@/i18n/index.svelte';

const known = dictionary(
  {
    vc_kit: 'ชุดประชุมทางไกล',
    projector: 'โปรเจกเตอร์',
    microphones: 'ไมโครโฟน',
    whiteboard: 'กระดานไวต์บอร์ด',
    stage: 'เวที',
    studio: 'สตูดิโอ',
    lighting: 'ไฟส่องสว่าง',
    camera: 'กล้อง',
    sound: 'เครื่องเสียง',
    switcher: 'เครื่องสลับสัญญาณ',
  },
  {
    vc_kit: 'conference kit',
    projector: 'projector',
    microphones: 'microphones',
    whiteboard: 'whiteboard',
    stage: 'stage',
    studio: 'studio',
    lighting: 'lighting',
    camera: 'camera',
    sound: 'sound',
    switcher: 'switcher',
  },
);

/** A feature as people call it; one that an office named itself is shown as it wrote it. */
export function featureName(feature: string): string {
  return known.t[feature as keyof typeof known.t] ?? feature;
}
