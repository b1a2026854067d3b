import { mount } from 'svelte';
import TrainingPage from './TrainingPage.svelte';
import '../styles.css';

const target = document.getElementById('app');
if (target !== null) mount(TrainingPage, { target });
