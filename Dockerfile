# The newest Node LTS that Temporal's SDK supports (20, 22, 24); its native core needs glibc, so not Alpine.
ARG NODE_IMAGE=node:24.21.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev

FROM ${NODE_IMAGE}
# libuv's threads do the DNS look-ups and the compression: with the default of 4, a few slow look-ups hold up the rest.
ENV NODE_ENV=production \
    UV_THREADPOOL_SIZE=16 \
    FASTHOOK_HOST=0.0.0.0 \
    PORT=3400
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY bin ./bin
COPY --from=build /app/dist ./dist
# The image's user "node", by number, so that an orchestrator can tell that it is not root.
USER 1000:1000
EXPOSE 3400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1, without a shell or npm between: SIGTERM reaches it, and it drains.
ENTRYPOINT ["node", "bin/fasthook.js"]
CMD ["start"]
