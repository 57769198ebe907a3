import './styles/fonts.css';
import './styles/tokens.css';
import './styles/components.css';
import './styles/table.css';
import { mount } from 'svelte';
import { makeQueryClient } from '@/api/queries';
import { startCalendar } from '@/live/calendar.svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');
const client = makeQueryClient();
startCalendar(client);
target.replaceChildren();
mount(App, { target, props: { client } });
