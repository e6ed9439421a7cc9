export * from "@/components/format/channels";
export * from "@/components/format/dates";
export * from "@/components/format/locale";
export * from "@/components/format/measures";
export * from "@/components/format/sports";
