import { defineConfig } from 'eslint/config';
import socketLeaks from 'eslint-plugin-socket-leaks';

export default defineConfig([socketLeaks.configs.recommended]);
