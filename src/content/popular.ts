/**
 * Packages that many projects have, by registry: whose names are worth imitating. A modest list, of names that are long enough to be
 * mistyped; real packages that differ from one of them by a letter stand in it too, so that they are nobody's imitation.
 */
export type Registry = 'npm' | 'pypi' | 'crates' | 'gems' | 'composer'

const list = (names: string): readonly string[] => names.trim().split(/\s+/)

export const POPULAR: Record<Registry, readonly string[]> = {
  npm: list(`
    react preact react-dom react-router react-router-dom react-redux redux lodash lodash-es underscore express express-session axios
    chalk commander cross-env cross-spawn dotenv eslint prettier typescript webpack webpack-cli babel-loader babel-core rollup esbuild
    vitest jest mocha chai sinon jasmine karma cypress playwright puppeteer puppeteer-core moment moment-timezone dayjs date-fns luxon
    mongoose mongodb mysql mysql2 sequelize knex prisma typeorm redis ioredis socket.io socket.io-client jsonwebtoken bcrypt bcryptjs
    passport nodemailer nodemon inquirer minimist yargs yargs-parser fs-extra graceful-fs rimraf mkdirp semver request node-fetch
    got superagent cheerio jquery bootstrap tailwindcss autoprefixer postcss styled-components classnames immer zustand rxjs tslib
    zod ajv joi yup uuid nanoid async bluebird debug winston pino morgan helmet cors body-parser cookie-parser multer sharp
    ethers web3 hardhat colors color faker next nuxt vue vue-router vuex pinia svelte angular fastify koa hono next-auth husky
    lint-staged concurrently ts-node tsx electron electron-builder colord discord.js telegraf openai langchain three d3`),
  pypi: list(`
    requests urllib3 numpy pandas scipy matplotlib seaborn scikit-learn tensorflow torch torchvision keras transformers django flask
    fastapi starlette uvicorn gunicorn hypercorn sqlalchemy alembic psycopg2 psycopg2-binary psycopg pymongo pymysql redis celery kombu
    boto3 botocore awscli click typer jinja2 markupsafe werkzeug itsdangerous pyyaml python-dateutil python-dotenv pytz tzdata
    setuptools wheel pip pytest pytest-cov coverage hypothesis mypy black flake8 pylint isort ruff tox pre-commit cryptography pyjwt
    paramiko pydantic aiohttp httpx httpcore beautifulsoup4 lxml selenium scrapy pillow opencv-python openai langchain anthropic
    colorama colorlog tqdm rich certifi charset-normalizer chardet idna attrs packaging protobuf grpcio docker kubernetes ansible`),
  crates: list(`
    serde serde_json serde_yaml serde_derive tokio futures async-trait reqwest hyper axum actix-web actix-rt rocket tower warp tonic
    prost clap structopt anyhow thiserror tracing tracing-subscriber log env_logger rand regex lazy_static once_cell chrono time uuid
    bytes itertools rayon crossbeam parking_lot num_cpus libc openssl rustls ring sha2 base64 url diesel sqlx rusqlite syn quote
    proc-macro2 bitflags hashbrown indexmap smallvec tempfile walkdir criterion proptest`),
  gems: list(`
    rails railties rack sinatra puma unicorn devise pundit cancancan rspec rspec-rails rspec-core minitest capybara factory_bot
    factory_bot_rails faker rubocop rubocop-rails sidekiq resque redis builder nokogiri faraday httparty rest-client json bundler rake
    activerecord activesupport actionpack mysql2 sqlite3 bootsnap webpacker turbo-rails stimulus-rails importmap-rails jbuilder
    bcrypt omniauth kaminari will_paginate carrierwave shrine jekyll`),
  composer: list(`
    laravel/framework symfony/console symfony/http-foundation symfony/http-kernel symfony/process symfony/yaml guzzlehttp/guzzle
    guzzlehttp/psr7 monolog/monolog phpunit/phpunit doctrine/orm doctrine/dbal nesbot/carbon ramsey/uuid vlucas/phpdotenv twig/twig
    league/flysystem psr/log fakerphp/faker mockery/mockery predis/predis`),
}
