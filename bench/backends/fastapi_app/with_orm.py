"""The same page with SQLAlchemy's ORM: what an ORM adds, in the framework that has none."""

from __future__ import annotations

from datetime import date

from fastapi import FastAPI, HTTPException, Request, Response
from sqlalchemy import Column, ForeignKey, Table, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from .pages import show


class Base(DeclarativeBase):
    pass


article_topic = Table(
    "article_topic",
    Base.metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("topic_id", ForeignKey("topic.id"), primary_key=True),
)


class Author(Base):
    __tablename__ = "author"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]


class Topic(Base):
    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slug: Mapped[str]


class Alternative(Base):
    __tablename__ = "alternative"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    name: Mapped[str]
    detail: Mapped[str]


class Cell(Base):
    __tablename__ = "cell"

    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("option.id"))
    alternative_id: Mapped[int] = mapped_column(ForeignKey("alternative.id"))
    anchor: Mapped[int]
    rationale: Mapped[str]


class Option(Base):
    __tablename__ = "option"

    id: Mapped[int] = mapped_column(primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    label: Mapped[str]
    cells: Mapped[list[Cell]] = relationship(order_by=Cell.alternative_id)


class Criterion(Base):
    __tablename__ = "criterion"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    name: Mapped[str]
    question: Mapped[str]
    why: Mapped[str]
    weight: Mapped[int]
    options: Mapped[list[Option]] = relationship(order_by=Option.id)


class Article(Base):
    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str]
    published_on: Mapped[date]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship()
    topics: Mapped[list[Topic]] = relationship(secondary=article_topic, order_by=Topic.name)
    alternatives: Mapped[list[Alternative]] = relationship(order_by=Alternative.id)
    criteria: Mapped[list[Criterion]] = relationship(order_by=Criterion.id)


WHOLE = (
    joinedload(Article.author),
    selectinload(Article.topics),
    selectinload(Article.alternatives),
    selectinload(Article.criteria).selectinload(Criterion.options).selectinload(Option.cells),
)
engine = create_async_engine("postgresql+asyncpg://", pool_size=10, max_overflow=0)
session = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI(openapi_url=None)


@app.get("/orm/{slug}/")
async def article(request: Request, slug: str) -> Response:
    async with session() as database:
        found = await database.scalar(select(Article).where(Article.slug == slug).options(*WHOLE))
        if found is None:
            raise HTTPException(404)
        topics = [topic.id for topic in found.topics]
        sharing = select(article_topic.c.article_id).where(article_topic.c.topic_id.in_(topics))
        related = await database.scalars(
            select(Article)
            .where(Article.id != found.id, Article.id.in_(sharing))
            .order_by(Article.published_on.desc(), Article.id.desc())
            .limit(3)
        )
    return show(
        request,
        "article.html",
        article=found,
        author=found.author,
        topics=found.topics,
        alternatives=found.alternatives,
        criteria=found.criteria,
        related=related.all(),
    )
